-- CreateTable
CREATE TABLE "handover" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "upTo" INTEGER NOT NULL,
    "takenOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover_note" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "text" JSONB,
    "writtenOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "handover_note_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "handover_seatId_entryIndex_idx" ON "handover"("seatId", "entryIndex");

-- CreateIndex
CREATE INDEX "handover_mandateId_idx" ON "handover"("mandateId");

-- CreateIndex
CREATE INDEX "handover_note_seatId_entryIndex_idx" ON "handover_note"("seatId", "entryIndex");

-- CreateIndex
CREATE INDEX "handover_note_bodyId_idx" ON "handover_note"("bodyId");

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['handover', 'handover_note'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER recorded', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
  END LOOP;
END $$;

SELECT publish('handover');
-- That a note was left is public; what it says is for those for whom it was left.
SELECT publish('handover_note', hidden => ARRAY['text']);
SELECT keep_past('handover'), keep_past('handover_note');
