-- AlterTable
ALTER TABLE "agenda_item" ADD COLUMN     "plannedMinutes" INTEGER;

-- CreateTable
CREATE TABLE "meeting_template" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "name" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "place" JSONB,
    "items" JSONB NOT NULL,
    "setBy" UUID,
    "setAt" TIMESTAMPTZ(0) NOT NULL,
    "droppedAt" TIMESTAMPTZ(0),
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "meeting_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_series" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "rhythm" TEXT NOT NULL,
    "every" INTEGER,
    "nth" TEXT,
    "weekday" TEXT NOT NULL,
    "fromOn" DATE NOT NULL,
    "lastOn" DATE,
    "time" TEXT NOT NULL,
    "place" JSONB,
    "templateId" UUID,
    "setBy" UUID,
    "setAt" TIMESTAMPTZ(0) NOT NULL,
    "endedAt" TIMESTAMPTZ(0),
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "meeting_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "series_exception" (
    "seriesId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "forumId" UUID NOT NULL,
    "change" TEXT NOT NULL,
    "movedTo" DATE,
    "reason" JSONB,
    "setBy" UUID,
    "setAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "series_exception_pkey" PRIMARY KEY ("seriesId","day")
);

-- CreateTable
CREATE TABLE "erratum_item" (
    "erratumId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "forumId" UUID NOT NULL,

    CONSTRAINT "erratum_item_pkey" PRIMARY KEY ("erratumId","itemId")
);

-- CreateIndex
CREATE INDEX "meeting_template_bodyId_idx" ON "meeting_template"("bodyId");

-- CreateIndex
CREATE INDEX "meeting_series_bodyId_idx" ON "meeting_series"("bodyId");

-- CreateIndex
CREATE INDEX "erratum_item_itemId_idx" ON "erratum_item"("itemId");

-- CreateIndex
CREATE INDEX "agenda_item_continuesId_idx" ON "agenda_item"("continuesId");

-- CreateIndex
CREATE INDEX "agreement_agendaItemId_idx" ON "agreement"("agendaItemId");

-- AddForeignKey
ALTER TABLE "series_exception" ADD CONSTRAINT "series_exception_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "meeting_series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['meeting_template', 'meeting_series', 'series_exception', 'erratum_item'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
  END LOOP;
END $$;
