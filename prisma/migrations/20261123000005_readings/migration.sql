-- CreateTable
CREATE TABLE "reading" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "commitmentId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "text" JSONB NOT NULL,
    "givenOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assessment" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "planId" UUID NOT NULL,
    "term" TEXT NOT NULL,
    "bodyId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "title" JSONB NOT NULL,
    "text" JSONB NOT NULL,
    "address" TEXT,
    "filedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reading_commitmentId_entryIndex_idx" ON "reading"("commitmentId", "entryIndex");

-- CreateIndex
CREATE INDEX "assessment_planId_entryIndex_idx" ON "assessment"("planId", "entryIndex");


DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['reading', 'assessment'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
  END LOOP;
END $$;
