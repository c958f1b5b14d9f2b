-- CreateTable
CREATE TABLE "confirmation_request" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sectorId" UUID NOT NULL,
    "askedBy" UUID NOT NULL,
    "reason" JSONB NOT NULL,
    "askedOn" DATE NOT NULL,
    "texts" JSONB,
    "seatId" UUID,
    "personId" UUID,
    "capacity" TEXT,
    "fromOn" DATE,
    "untilOn" DATE,
    "letter" JSONB,
    "outcome" TEXT,
    "closedSectorId" UUID,
    "closedBy" UUID,
    "closedOn" DATE,
    "closedIndex" INTEGER,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "confirmation_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "confirmation_refusal" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "reason" JSONB NOT NULL,
    "declinedOn" DATE NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "confirmation_refusal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "confirmation_request_forumId_outcome_idx" ON "confirmation_request"("forumId", "outcome");

-- CreateIndex
CREATE INDEX "confirmation_request_forumId_entryIndex_idx" ON "confirmation_request"("forumId", "entryIndex");

-- CreateIndex
CREATE INDEX "confirmation_request_seatId_idx" ON "confirmation_request"("seatId");

-- CreateIndex
CREATE UNIQUE INDEX "confirmation_refusal_requestId_sectorId_key" ON "confirmation_refusal"("requestId", "sectorId");

-- AddForeignKey
ALTER TABLE "confirmation_refusal" ADD CONSTRAINT "confirmation_refusal_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "confirmation_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['confirmation_request', 'confirmation_refusal'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER recorded', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
    PERFORM publish(name);
    PERFORM keep_past(name);
  END LOOP;
END $$;
