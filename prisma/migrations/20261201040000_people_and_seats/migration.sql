-- AlterTable
ALTER TABLE "mandate" ADD COLUMN     "letter" JSONB;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "named" BOOLEAN;

-- CreateTable
CREATE TABLE "recovery_seat" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "recovery_seat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seat_contact" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "email" TEXT,
    "phone" TEXT,

    CONSTRAINT "seat_contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "restoration" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "letter" JSONB NOT NULL,
    "reason" JSONB NOT NULL,
    "askedBy" UUID NOT NULL,
    "askedOn" DATE NOT NULL,
    "confirmedOn" DATE,
    "objectUntil" DATE,
    "outcome" TEXT,
    "closedBy" UUID,
    "closedOn" DATE,
    "closedWhy" JSONB,
    "mandateId" UUID,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "restoration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "restoration_confirmation" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "restorationId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "confirmedOn" DATE NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "restoration_confirmation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "recovery_seat_forumId_idx" ON "recovery_seat"("forumId");

-- CreateIndex
CREATE INDEX "restoration_forumId_outcome_idx" ON "restoration"("forumId", "outcome");

-- CreateIndex
CREATE INDEX "restoration_seatId_idx" ON "restoration"("seatId");

-- CreateIndex
CREATE UNIQUE INDEX "restoration_confirmation_restorationId_sectorId_key" ON "restoration_confirmation"("restorationId", "sectorId");

-- AddForeignKey
ALTER TABLE "restoration_confirmation" ADD CONSTRAINT "restoration_confirmation_restorationId_fkey" FOREIGN KEY ("restorationId") REFERENCES "restoration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who holds a seat, its titular or whoever acts while it has none, is one person at a time.
ALTER TABLE mandate DROP CONSTRAINT one_titular_at_a_time;
ALTER TABLE mandate ADD CONSTRAINT one_titular_at_a_time
  EXCLUDE USING gist ("seatId" WITH =, daterange("fromOn", "untilOn") WITH &&) WHERE (capacity IN ('titular', 'acting'));

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['recovery_seat', 'seat_contact', 'restoration', 'restoration_confirmation'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER recorded', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
    PERFORM publish(name);
    PERFORM keep_past(name);
  END LOOP;
END $$;

GRANT SELECT (letter) ON mandate TO mesa_reader;
DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW published.mandate WITH (security_invoker = true) AS SELECT '
    || past.open_columns_of('mandate', true) || ' FROM public.mandate';
END $$;
SELECT keep_past('mandate');

-- A person chooses whether the public is told their name. Whoever reads for the public may not read the column at all: a view of the
-- owner's shows it where it was not declined, and an empty name where it was (null: erased). What is chosen holds for every day that one
-- looks at, or a page of yesterday would tell it.
GRANT SELECT (named) ON person TO mesa_reader;
SELECT keep_past('person');
REVOKE SELECT (name) ON person FROM mesa_reader;
REVOKE SELECT (name) ON past.person FROM mesa_reader;
CREATE FUNCTION told_name(name text, named boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN named IS NOT FALSE OR name IS NULL THEN name ELSE '' END $$;
CREATE OR REPLACE VIEW published.person WITH (security_invoker = false) AS
  SELECT id, "forumId", told_name(name, named) AS name, NULL::text AS email, invented, named FROM public.person;
CREATE OR REPLACE VIEW asof_published.person WITH (security_invoker = false) AS
  SELECT p.id, p."forumId", told_name(p.name, now.named) AS name, NULL::text AS email, p.invented, now.named
  FROM past.person p JOIN public.person now ON now.id = p.id
  WHERE (p."onRecordFrom" <= asof.index() AND (p."onRecordUntil" IS NULL OR p."onRecordUntil" > asof.index()))
    OR (p."inForceFrom" <= asof.day() AND (p."inForceUntil" IS NULL OR p."inForceUntil" > asof.day()));
