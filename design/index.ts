export { Button, type ButtonLook, type ButtonProps } from './action/button.tsx'
export { CopyButton } from './action/copy-button.tsx'
export { IconButton, type IconButtonProps } from './action/icon-button.tsx'
export { useCopy } from './action/use-copy.ts'
export { Donut } from './charts/donut.tsx'
export { Gauge } from './charts/gauge.tsx'
export { Meter } from './charts/meter.tsx'
export { Sparkline, type SparkPoint } from './charts/sparkline.tsx'
export { type Segment, StackedBar } from './charts/stacked-bar.tsx'
export { TimeChart, type TimePoint } from './charts/time-chart.tsx'
export { type Api, type ApiOptions, createApi, type RequestOptions, type Tagged, toQuery } from './client/api.ts'
export {
  type Client,
  ClientProvider,
  useApi,
  useClient,
  useLanguage,
} from './client/client-context.tsx'
export type { EntityLanguage } from './client/entity-language.ts'
export type { StreamState } from './client/follow-events.ts'
export { insideAddress } from './client/link-clicks.ts'
export { type LiveEvent, LiveProvider, useLiveEvent, useLiveState } from './client/live.tsx'
export { PanelBody, PanelsProvider, type SlotPanel, usePanels } from './client/panels.tsx'
export { type ProblemItem, RequestProblem } from './client/request-problem.ts'
export type { ListPage } from './client/row-window.ts'
export {
  addressOf,
  parseSearch,
  stringifySearch,
  type UrlCodec,
  type UrlState,
  urlChoice,
  urlNames,
  urlOptional,
  urlSort,
  urlText,
} from './client/url-codec.ts'
export { useAttempt } from './client/use-attempt.ts'
export { type Rows, useRows } from './client/use-rows.ts'
export { useUrlState } from './client/use-url-state.ts'
export { type Command, CommandPalette } from './command/command-palette.tsx'
export { ConfirmByName } from './dialog/confirm-by-name.tsx'
export { Dialog } from './dialog/dialog.tsx'
export { DiffView } from './diff/diff-view.tsx'
export { Drawer, type DrawerProps } from './drawer/drawer.tsx'
export type { Facet, FacetValue } from './facets/facet.ts'
export { FacetPanel, type FacetPanelProps } from './facets/facet-panel.tsx'
export { CheckBox } from './form/check-box.tsx'
export { CheckField } from './form/check-field.tsx'
export { ChoiceBar } from './form/choice-bar.tsx'
export { SelectField } from './form/select-field.tsx'
export { SwitchField } from './form/switch-field.tsx'
export { TextField } from './form/text-field.tsx'
export { formatBytes, formatCount, formatShare, formatShort, formatTotal, plural } from './format/number.ts'
export {
  formatClock,
  formatDate,
  formatDayTime,
  formatDuration,
  formatExact,
  formatRelative,
  formatSpan,
  type Moment,
} from './format/time.ts'
export { AppFrame, type AppFrameProps } from './frame/app-frame.tsx'
export { HelpMenu } from './frame/help-menu.tsx'
export { type Job, JobsTray } from './frame/jobs-tray.tsx'
export { LiveIndicator, type Liveness } from './frame/live-indicator.tsx'
export { Menu, type MenuItem, type MenuTrigger } from './frame/menu.tsx'
export type { NavGroup, NavItem } from './frame/navigation.ts'
export { type Tenant, TenantCard } from './frame/tenant-card.tsx'
export { ThemeToggle } from './frame/theme-toggle.tsx'
export { UserMenu } from './frame/user-menu.tsx'
export { FromProvider, ProviderWords } from './from-provider/from-provider.tsx'
export { fixedBy, type Pushed, type PushedKind, usePushed } from './from-provider/use-pushed.ts'
export { BulkBar } from './grid/bulk-bar.tsx'
export { DataGrid, type DataGridProps } from './grid/data-grid.tsx'
export type { Density, GridColumn, GridSort } from './grid/grid-column.ts'
export type { GridTree, TreePlace } from './grid/grid-tree.ts'
export { type RowSource, rowsHere } from './grid/row-source.ts'
export { allSelected, countSelected, isSelected, nothingSelected, type Selection } from './grid/selection.ts'
export { Icon, type IconName, iconNames } from './icons/icon.tsx'
export { KeyboardSheet } from './keyboard/keyboard-sheet.tsx'
export { useShortcut } from './keyboard/shortcuts.tsx'
export { chosenQuery } from './list/chosen-query.ts'
export { queryParameter } from './list/list-codecs.ts'
export type { ListFacet } from './list/list-facets.ts'
export { ListLayout } from './list/list-layout.tsx'
export { type DrawerControls, type ListAnswer, ListScreen, type ListScreenProps } from './list/list-screen.tsx'
export { Freshness, type FreshnessNote, type SavedView, SavedViews } from './list/saved-views.tsx'
export type { LiveList } from './list/use-live-rows.ts'
export { WholeGrid } from './list/whole-grid.tsx'
export { exactly } from './query/exactly.ts'
export { QueryBar, type QueryBarProps } from './query/query-bar.tsx'
export {
  plainLanguage,
  type QueryLanguage,
  type QueryProblem,
  type QueryToken,
  type Suggestion,
} from './query/query-language.ts'
export { type Emptiness, EmptyState } from './states/empty-state.tsx'
export { Skeleton } from './states/skeleton.tsx'
export { Card } from './surface/card.tsx'
export { CopyCommand } from './surface/copy-command.tsx'
export { Evidence } from './surface/evidence.tsx'
export { KeyValue, type KeyValueItem } from './surface/key-value.tsx'
export { PageHeader } from './surface/page-header.tsx'
export { Popup, type PopupTrigger } from './surface/popup.tsx'
export { type Reason, ReasonChips } from './surface/reason-chips.tsx'
export { type Tab, Tabs } from './surface/tabs.tsx'
export { type Swatch, Tile } from './surface/tile.tsx'
export { Timeline, type TimelineEntry } from './surface/timeline.tsx'
export { VerdictSentence } from './surface/verdict-sentence.tsx'
export { Badge, type Tone } from './text/badge.tsx'
export { Chip, type ChipColour, ChipDot, chipColours } from './text/chip.tsx'
export { useNow } from './text/clock.ts'
export { Kbd } from './text/kbd.tsx'
export { MetricLink } from './text/metric-link.tsx'
export { RelativeTime } from './text/relative-time.tsx'
export { type SeverityName, severityOrder, severityWord } from './text/severity.ts'
export { SeverityMark } from './text/severity-mark.tsx'
export { type Change, Sign } from './text/sign.tsx'
export { type LifeState, StateMark } from './text/state-mark.tsx'
export { type Status, StatusMark } from './text/status-mark.tsx'
export { type ColourChoice, useColourScheme } from './theme/colour-scheme.ts'
export { DesignProvider } from './theme/design-provider.tsx'
export { useMedia } from './theme/use-media.ts'
export { usePreference } from './theme/use-preference.ts'
export { dismissToast, type Toast, toast } from './toast/toast-store.ts'
