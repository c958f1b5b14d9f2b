-- What a forum is changes by decisions of its own, some of them from a later day on (decision 077).

-- AlterTable
ALTER TABLE "sector" ADD COLUMN     "endedOn" DATE;

-- CreateTable
CREATE TABLE "pending_change" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "decisionId" UUID NOT NULL,
    "inForceOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "settledAt" TIMESTAMPTZ(0),
    "notCarriedOut" TEXT,
    "entryIndex" INTEGER NOT NULL,
    "settledIn" INTEGER,

    CONSTRAINT "pending_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "pending_change_proposalId_key" ON "pending_change"("proposalId");

-- CreateIndex
CREATE INDEX "pending_change_forumId_settledAt_inForceOn_idx" ON "pending_change"("forumId", "settledAt", "inForceOn");

CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON pending_change DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION recorded();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON pending_change FOR EACH STATEMENT EXECUTE FUNCTION no_truncate();
ALTER TABLE pending_change ENABLE ALWAYS TRIGGER recorded;
ALTER TABLE pending_change ENABLE ALWAYS TRIGGER no_truncate;
GRANT SELECT, INSERT, UPDATE ON pending_change TO mesa_app;
-- What was decided is public, and so is what is to come of it.
SELECT publish('pending_change');
SELECT keep_past('pending_change');

GRANT SELECT ("endedOn") ON sector TO mesa_reader;
DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW published.sector WITH (security_invoker = true) AS SELECT '
    || past.open_columns_of('sector', true) || ' FROM public.sector';
END $$;
SELECT keep_past('sector');
