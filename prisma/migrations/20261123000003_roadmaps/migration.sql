-- CreateTable
CREATE TABLE "roadmap_version" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "commitmentId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "sealedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "decisionId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "reasonClass" TEXT,
    "effectOnGoal" JSONB,
    "askedBy" UUID,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "roadmap_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "progress_report" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "commitmentId" UUID NOT NULL,
    "activityId" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "from" TEXT,
    "note" JSONB,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "reportedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "progress_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "draft_roadmap" (
    "commitmentId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "over" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "savedBy" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "draft_roadmap_pkey" PRIMARY KEY ("commitmentId")
);

-- CreateIndex
CREATE UNIQUE INDEX "roadmap_version_commitmentId_number_key" ON "roadmap_version"("commitmentId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "roadmap_version_decisionId_key" ON "roadmap_version"("decisionId");

-- CreateIndex
CREATE INDEX "progress_report_commitmentId_activityId_entryIndex_idx" ON "progress_report"("commitmentId", "activityId", "entryIndex");


DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['roadmap_version', 'progress_report'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
  END LOOP;
END $$;

-- Working paper, through the door of lib/roadmaps/draft.ts.
GRANT SELECT, INSERT, UPDATE, DELETE ON draft_roadmap TO mesa_app;
