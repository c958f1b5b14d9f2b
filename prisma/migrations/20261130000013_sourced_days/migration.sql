-- What a source gives of a record taken over: what its day is the day of, until when a status is known, what is said of a seat's days; and
-- notes, names of sources and reasons in the forum's other language. All of it is null for what was recorded before.

-- AlterTable
ALTER TABLE "commitment" ADD COLUMN     "statusDayIs" TEXT;

-- AlterTable
ALTER TABLE "meeting" ADD COLUMN     "dayIs" TEXT;

-- AlterTable
ALTER TABLE "seat" ADD COLUMN     "takenOver" JSONB;

-- AlterTable
ALTER TABLE "sourced_statement" ADD COLUMN     "cites" JSONB,
ADD COLUMN     "noteIn" JSONB;

-- AlterTable
ALTER TABLE "status_change" ADD COLUMN     "dayIs" TEXT,
ADD COLUMN     "knownUntil" DATE;

-- AlterTable
ALTER TABLE "suspension" ADD COLUMN     "reasonIn" JSONB;

-- They are public, and have a past, like the rest of their rows.
GRANT SELECT ("statusDayIs") ON commitment TO mesa_reader;
GRANT SELECT ("dayIs") ON meeting TO mesa_reader;
GRANT SELECT ("takenOver") ON seat TO mesa_reader;
GRANT SELECT ("cites", "noteIn") ON sourced_statement TO mesa_reader;
GRANT SELECT ("dayIs", "knownUntil") ON status_change TO mesa_reader;
GRANT SELECT ("reasonIn") ON suspension TO mesa_reader;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['commitment', 'meeting', 'seat', 'sourced_statement', 'status_change', 'suspension'] LOOP
    EXECUTE format('CREATE OR REPLACE VIEW published.%1$I WITH (security_invoker = true) AS SELECT %2$s FROM public.%1$I', name, past.open_columns_of(name, true));
    PERFORM keep_past(name);
  END LOOP;
END $$;
