-- CreateTable
CREATE TABLE "draft_document" (
    "meetingId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "settled" INTEGER NOT NULL,
    "folded" INTEGER NOT NULL,
    "state" BYTEA NOT NULL,

    CONSTRAINT "draft_document_pkey" PRIMARY KEY ("meetingId")
);

-- CreateTable
CREATE TABLE "draft_update" (
    "meetingId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "forumId" UUID NOT NULL,
    "update" BYTEA NOT NULL,
    "savedBy" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_update_pkey" PRIMARY KEY ("meetingId","seq")
);

-- CreateTable
CREATE TABLE "draft_author" (
    "meetingId" UUID NOT NULL,
    "client" BIGINT NOT NULL,
    "forumId" UUID NOT NULL,
    "person" UUID NOT NULL,

    CONSTRAINT "draft_author_pkey" PRIMARY KEY ("meetingId","client")
);

-- CreateTable
CREATE TABLE "draft_version" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "name" TEXT,
    "content" JSONB NOT NULL,
    "savedBy" UUID,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "draft_comment" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "passage" JSONB NOT NULL,
    "quoted" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "replacement" TEXT,
    "seatId" UUID NOT NULL,
    "savedBy" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "closedBy" UUID,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "draft_comment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "draft_version_meetingId_number_key" ON "draft_version"("meetingId", "number");

-- CreateIndex
CREATE INDEX "draft_comment_meetingId_savedAt_idx" ON "draft_comment"("meetingId", "savedAt");


-- Working paper, through the doors of lib/meetings/draft.ts and draft-log.ts.
GRANT SELECT, INSERT, UPDATE, DELETE ON draft_document, draft_update, draft_author, draft_version, draft_comment TO mesa_app;
