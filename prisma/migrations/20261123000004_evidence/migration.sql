-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "commitmentId" UUID NOT NULL,
    "activityId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "note" JSONB,
    "digest" TEXT,
    "size" INTEGER,
    "type" TEXT,
    "name" TEXT,
    "address" TEXT,
    "checkedAt" TIMESTAMPTZ(0),
    "bodyId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "handedInOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,
    "withdrawnOn" DATE,
    "withdrawnReason" JSONB,
    "withdrawnEntry" INTEGER,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_judgement" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "evidenceId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "word" TEXT NOT NULL,
    "reason" JSONB,
    "judgedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "evidence_judgement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_capture" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "evidenceId" UUID NOT NULL,
    "reached" BOOLEAN NOT NULL,
    "problem" TEXT,
    "status" INTEGER,
    "finalAddress" TEXT,
    "title" TEXT,
    "type" TEXT,
    "size" INTEGER,
    "digest" TEXT,
    "capturedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "link_capture_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "digest" TEXT,
    "type" TEXT,
    "refused" JSONB,
    "createdAt" TIMESTAMPTZ(0) NOT NULL,
    "doneAt" TIMESTAMPTZ(0),

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "evidence_commitmentId_activityId_entryIndex_idx" ON "evidence"("commitmentId", "activityId", "entryIndex");

-- CreateIndex
CREATE INDEX "evidence_forumId_kind_checkedAt_idx" ON "evidence"("forumId", "kind", "checkedAt");

-- CreateIndex
CREATE INDEX "evidence_forumId_digest_idx" ON "evidence"("forumId", "digest");

-- CreateIndex
CREATE INDEX "evidence_judgement_evidenceId_entryIndex_idx" ON "evidence_judgement"("evidenceId", "entryIndex");

-- CreateIndex
CREATE INDEX "link_capture_evidenceId_entryIndex_idx" ON "link_capture"("evidenceId", "entryIndex");

-- CreateIndex
CREATE INDEX "upload_createdAt_idx" ON "upload"("createdAt");

-- CreateIndex
CREATE INDEX "upload_personId_createdAt_idx" ON "upload"("personId", "createdAt");

-- CreateIndex
CREATE INDEX "upload_digest_idx" ON "upload"("digest");


DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['evidence', 'evidence_judgement', 'link_capture'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
  END LOOP;
END $$;

-- A file on its way in, through the door of lib/evidence/receive.ts.
GRANT SELECT, INSERT, UPDATE, DELETE ON upload TO mesa_app;
