-- A session is of the day on which it was opened. Where it was convened for another, the row says that day, too.
ALTER TABLE "meeting" ADD COLUMN "convenedFor" DATE;

GRANT SELECT ("convenedFor") ON "meeting" TO mesa_reader;
DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW published.meeting WITH (security_invoker = true) AS SELECT '
    || past.open_columns_of('meeting', true) || ' FROM public.meeting';
END $$;
SELECT keep_past('meeting');
