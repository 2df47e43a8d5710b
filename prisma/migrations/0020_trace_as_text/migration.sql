-- The steps of a request's admission are only shown, never searched: as text they are written at once, while taking them apart for
-- jsonb was a third of the time of writing the row. Older rows keep theirs in "trace".
ALTER TABLE "request_log" ADD COLUMN "trace_text" TEXT;
