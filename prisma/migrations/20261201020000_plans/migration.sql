-- AlterTable
ALTER TABLE "participant" ADD COLUMN     "endedOn" DATE;

-- AlterTable
ALTER TABLE "plan" ADD COLUMN     "closedBy" UUID,
ADD COLUMN     "closedOn" DATE,
ADD COLUMN     "decisionId" UUID;

-- CreateTable
CREATE TABLE "commitment_change" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "commitmentId" UUID NOT NULL,
    "how" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "goesOnIn" UUID[],
    "decisionId" UUID NOT NULL,
    "changedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "commitment_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_outcome" (
    "commitmentId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "planId" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "note" JSONB,
    "decisionId" UUID NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "plan_outcome_pkey" PRIMARY KEY ("commitmentId")
);

-- CreateTable
CREATE TABLE "taken_over" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "of" TEXT NOT NULL,
    "commitmentId" UUID,
    "status" TEXT,
    "title" JSONB NOT NULL,
    "text" JSONB NOT NULL,
    "happenedOn" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "takenOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "taken_over_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "taken_word" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "takenId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "says" TEXT NOT NULL,
    "words" JSONB,
    "saidOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "taken_word_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "commitment_change_commitmentId_entryIndex_idx" ON "commitment_change"("commitmentId", "entryIndex");

-- CreateIndex
CREATE INDEX "commitment_change_decisionId_idx" ON "commitment_change"("decisionId");

-- CreateIndex
CREATE INDEX "plan_outcome_planId_idx" ON "plan_outcome"("planId");

-- CreateIndex
CREATE INDEX "taken_over_commitmentId_idx" ON "taken_over"("commitmentId");

-- CreateIndex
CREATE UNIQUE INDEX "taken_over_forumId_number_key" ON "taken_over"("forumId", "number");

-- CreateIndex
CREATE INDEX "taken_word_takenId_entryIndex_idx" ON "taken_word"("takenId", "entryIndex");

-- AddForeignKey
ALTER TABLE "taken_word" ADD CONSTRAINT "taken_word_takenId_fkey" FOREIGN KEY ("takenId") REFERENCES "taken_over"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the forum decides of its plans is recorded as everything is, public, and keeps its past.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['commitment_change', 'plan_outcome', 'taken_over', 'taken_word'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER recorded', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
    PERFORM publish(name);
    PERFORM keep_past(name);
  END LOOP;
END $$;

-- The columns that plans and participants have now.
GRANT SELECT ("decisionId", "closedOn", "closedBy") ON plan TO mesa_reader;
GRANT SELECT ("endedOn") ON participant TO mesa_reader;
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['plan', 'participant'] LOOP
    EXECUTE format('CREATE OR REPLACE VIEW published.%I WITH (security_invoker = true) AS SELECT %s FROM public.%I',
      name, past.open_columns_of(name, true), name);
    PERFORM keep_past(name);
  END LOOP;
END $$;
