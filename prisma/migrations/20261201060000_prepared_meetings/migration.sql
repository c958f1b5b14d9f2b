-- AlterTable
ALTER TABLE "meeting" ADD COLUMN     "bySectorId" UUID,
ADD COLUMN     "movedFrom" DATE;

-- CreateTable
CREATE TABLE "document" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "about" TEXT NOT NULL,
    "thingId" UUID NOT NULL,
    "bodyId" UUID,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "digest" TEXT,
    "size" INTEGER,
    "type" TEXT,
    "name" TEXT,
    "address" TEXT,
    "handedInOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,
    "withdrawnOn" DATE,
    "withdrawnReason" JSONB,
    "withdrawnEntry" INTEGER,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_move" (
    "meetingId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "forumId" UUID NOT NULL,
    "fromOn" DATE NOT NULL,
    "fromAt" TIMESTAMPTZ(0),
    "fromPlace" JSONB,
    "toOn" DATE NOT NULL,
    "toAt" TIMESTAMPTZ(0) NOT NULL,
    "toPlace" JSONB,
    "reason" JSONB NOT NULL,
    "movedBy" UUID,
    "movedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "meeting_move_pkey" PRIMARY KEY ("meetingId","number")
);

-- CreateTable
CREATE TABLE "item_correction" (
    "itemId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "forumId" UUID NOT NULL,
    "title" JSONB NOT NULL,
    "note" JSONB,
    "commitmentId" UUID,
    "proposedBy" UUID,
    "correctedBy" UUID,
    "correctedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "item_correction_pkey" PRIMARY KEY ("itemId","number")
);

-- CreateTable
CREATE TABLE "guest" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "name" TEXT,
    "office" JSONB,
    "notedBy" UUID,
    "notedAt" TIMESTAMPTZ(0) NOT NULL,
    "removedAt" TIMESTAMPTZ(0),
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "guest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suspension_answer" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "suspensionId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "text" JSONB NOT NULL,
    "answeredOn" DATE NOT NULL,
    "answeredAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "suspension_answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "return_condition" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "suspensionId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "text" JSONB NOT NULL,
    "namedBy" UUID NOT NULL,
    "namedOn" DATE NOT NULL,
    "acceptedOn" DATE,
    "acceptedBy" UUID,
    "acceptedNote" JSONB,
    "acceptedIn" INTEGER,
    "droppedOn" DATE,
    "droppedNote" JSONB,
    "droppedIn" INTEGER,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "return_condition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "return_condition_word" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "conditionId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "text" JSONB NOT NULL,
    "address" TEXT,
    "saidOn" DATE NOT NULL,
    "saidAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "return_condition_word_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "document_thingId_idx" ON "document"("thingId");

-- CreateIndex
CREATE INDEX "document_digest_idx" ON "document"("digest");

-- CreateIndex
CREATE INDEX "guest_meetingId_idx" ON "guest"("meetingId");

-- CreateIndex
CREATE INDEX "suspension_answer_suspensionId_idx" ON "suspension_answer"("suspensionId");

-- CreateIndex
CREATE UNIQUE INDEX "return_condition_suspensionId_number_key" ON "return_condition"("suspensionId", "number");

-- CreateIndex
CREATE INDEX "return_condition_word_conditionId_idx" ON "return_condition_word"("conditionId");

-- AddForeignKey
ALTER TABLE "meeting_move" ADD CONSTRAINT "meeting_move_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_correction" ADD CONSTRAINT "item_correction_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "agenda_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guest" ADD CONSTRAINT "guest_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "suspension_answer" ADD CONSTRAINT "suspension_answer_suspensionId_fkey" FOREIGN KEY ("suspensionId") REFERENCES "suspension"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "return_condition" ADD CONSTRAINT "return_condition_suspensionId_fkey" FOREIGN KEY ("suspensionId") REFERENCES "suspension"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "return_condition_word" ADD CONSTRAINT "return_condition_word_conditionId_fkey" FOREIGN KEY ("conditionId") REFERENCES "return_condition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A meeting moved or prepared, and a pause in full (decision 082): every one of these rows is of the record.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'meeting_move', 'item_correction', 'guest', 'suspension_answer', 'return_condition', 'return_condition_word', 'document'
  ] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER recorded', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
  END LOOP;
END $$;

GRANT SELECT ("movedFrom", "bySectorId") ON "meeting" TO mesa_reader;
DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW published.meeting WITH (security_invoker = true) AS SELECT '
    || past.open_columns_of('meeting', true) || ' FROM public.meeting';
END $$;
SELECT keep_past('meeting');

SELECT publish('meeting_move');
SELECT publish('item_correction');
SELECT publish('guest');
SELECT publish('suspension_answer');
SELECT publish('return_condition');
SELECT publish('return_condition_word');
-- A document is public when what it stands beside is: the reader sees no proposal and no minutes that are not.
SELECT publish('document', '(about <> ''proposal'' OR EXISTS (SELECT FROM public.proposal p WHERE p.id = "thingId"))
  AND (about <> ''minutes'' OR EXISTS (SELECT FROM public.minutes m WHERE m.id = "thingId" AND m."approvedAt" IS NOT NULL))');

SELECT keep_past('meeting_move'), keep_past('item_correction'), keep_past('guest'), keep_past('suspension_answer'),
  keep_past('return_condition'), keep_past('return_condition_word'), keep_past('document');
