-- A position lapses by one of two facts, and the row says by which. Of those that lapsed before, its origin tells: a suspension ends what was
-- given in writing, another version of minutes ends what had come with them. The type is set anew to fill the column: it writes no row, so
-- it asks for no act, and leaves the past as it is.
ALTER TABLE "position" ADD COLUMN "lapsedBy" TEXT;
ALTER TABLE "position" ALTER COLUMN "lapsedBy" TYPE TEXT USING
  CASE WHEN "lapsedAt" IS NULL THEN NULL WHEN origin = 'minutes' THEN 'new-minutes' ELSE 'suspension' END;

GRANT SELECT ("lapsedBy") ON "position" TO mesa_reader;
DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW published.position WITH (security_invoker = true) AS SELECT '
    || past.open_columns_of('position', true) || ' FROM public.position';
END $$;
SELECT keep_past('position');
-- The past that was kept, too: of it nobody reads that something lapsed and not why.
UPDATE past.position SET "lapsedBy" = CASE WHEN origin = 'minutes' THEN 'new-minutes' ELSE 'suspension' END WHERE "lapsedAt" IS NOT NULL;
