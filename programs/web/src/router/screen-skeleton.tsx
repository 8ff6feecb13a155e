import { PageHeader, Skeleton } from '@holdfast/design'
import classes from './screen-skeleton.module.css'

export function ScreenSkeleton({ title }: { title: string }) {
  return (
    <>
      <PageHeader title={title} />
      <div className={classes.body}>
        <Skeleton lines={8} label={`Loading ${title}`} />
      </div>
    </>
  )
}
