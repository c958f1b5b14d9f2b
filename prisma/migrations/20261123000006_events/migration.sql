-- CreateTable
CREATE TABLE "descent" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "ancestorId" UUID NOT NULL,
    "heirId" UUID NOT NULL,
    "note" JSONB,
    "source" JSONB,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "descent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_link" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "commitmentId" UUID NOT NULL,
    "activityIds" UUID[],
    "effect" JSONB NOT NULL,
    "bodyId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "linkedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "event_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reassessment" (
    "linkId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "forumId" UUID NOT NULL,

    CONSTRAINT "reassessment_pkey" PRIMARY KEY ("linkId","itemId")
);

-- CreateIndex
CREATE INDEX "descent_heirId_idx" ON "descent"("heirId");

-- CreateIndex
CREATE UNIQUE INDEX "descent_ancestorId_heirId_key" ON "descent"("ancestorId", "heirId");

-- CreateIndex
CREATE INDEX "event_link_commitmentId_entryIndex_idx" ON "event_link"("commitmentId", "entryIndex");

-- CreateIndex
CREATE INDEX "event_link_bodyId_idx" ON "event_link"("bodyId");

-- CreateIndex
CREATE INDEX "event_link_eventId_idx" ON "event_link"("eventId");

-- CreateIndex
CREATE INDEX "reassessment_itemId_idx" ON "reassessment"("itemId");


DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['event_link', 'reassessment', 'descent'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
  END LOOP;
END $$;
