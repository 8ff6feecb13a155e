-- The plan of a function is kept: one that was made while hardly anything was excepted would read all of exception_finding for each of thousands of findings.
alter function finding_redecide(bigint[], timestamptz) set enable_seqscan = off;
