-- CreateTable
CREATE TABLE "notice_cursor" (
    "forumId" UUID NOT NULL,
    "next" INTEGER NOT NULL,

    CONSTRAINT "notice_cursor_pkey" PRIMARY KEY ("forumId")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "personId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "bodyId" UUID NOT NULL,
    "thingId" UUID NOT NULL,
    "asks" BOOLEAN NOT NULL,
    "turn" INTEGER NOT NULL,
    "urgent" BOOLEAN NOT NULL,
    "dueAt" TIMESTAMPTZ(0),
    "at" TIMESTAMPTZ(0) NOT NULL,
    "letterId" UUID,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "madeAt" TIMESTAMPTZ(0) NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL,
    "takenUntil" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(0),
    "outcome" TEXT,
    "answer" TEXT,

    CONSTRAINT "letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_choice" (
    "personId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "forumId" UUID NOT NULL,
    "chosen" TEXT NOT NULL,

    CONSTRAINT "notice_choice_pkey" PRIMARY KEY ("personId","bodyId","kind")
);

-- CreateTable
CREATE TABLE "notice_reader" (
    "personId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "language" TEXT NOT NULL,

    CONSTRAINT "notice_reader_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "stopped_address" (
    "email" TEXT NOT NULL,
    "stoppedAt" TIMESTAMPTZ(0) NOT NULL,
    "answer" TEXT NOT NULL,

    CONSTRAINT "stopped_address_pkey" PRIMARY KEY ("email")
);

-- CreateIndex
CREATE INDEX "notice_forumId_letterId_at_idx" ON "notice"("forumId", "letterId", "at");

-- CreateIndex
CREATE INDEX "notice_letterId_idx" ON "notice"("letterId");

-- CreateIndex
CREATE INDEX "notice_personId_letterId_idx" ON "notice"("personId", "letterId");

-- CreateIndex
CREATE UNIQUE INDEX "notice_forumId_index_personId_thingId_turn_key" ON "notice"("forumId", "index", "personId", "thingId", "turn");

-- CreateIndex
CREATE INDEX "letter_endedAt_nextAt_idx" ON "letter"("endedAt", "nextAt");

-- CreateIndex
CREATE INDEX "letter_forumId_madeAt_idx" ON "letter"("forumId", "madeAt");

-- CreateIndex
CREATE INDEX "notice_choice_forumId_idx" ON "notice_choice"("forumId");

-- Through the door of lib/notices/door.ts (decision 087).
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_cursor, notice, letter, notice_choice, notice_reader, stopped_address TO mesa_app;

-- It has no past: at another moment nothing of it is shown.
SELECT show_then('notice_cursor'), show_then('notice'), show_then('letter'), show_then('notice_choice'), show_then('notice_reader'),
  show_then('stopped_address');
