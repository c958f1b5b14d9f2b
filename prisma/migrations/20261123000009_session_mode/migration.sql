-- CreateTable
CREATE TABLE "draft_session" (
    "meetingId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "runningSince" TIMESTAMPTZ(3),
    "savedBy" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_session_pkey" PRIMARY KEY ("meetingId")
);

-- CreateTable
CREATE TABLE "draft_session_item" (
    "agendaItemId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "plannedMinutes" INTEGER,
    "spentMs" INTEGER NOT NULL,
    "begunAt" TIMESTAMPTZ(3),

    CONSTRAINT "draft_session_item_pkey" PRIMARY KEY ("agendaItemId")
);

-- CreateIndex
CREATE INDEX "draft_session_item_meetingId_idx" ON "draft_session_item"("meetingId");


GRANT SELECT, INSERT, UPDATE, DELETE ON draft_session, draft_session_item TO mesa_app;

-- Whoever looks at a meeting hears that its working paper changed, whichever door wrote it, when that is committed. Once for each transaction.
CREATE FUNCTION tell_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('papers', coalesce(NEW."meetingId", OLD."meetingId") || ' ' || TG_TABLE_NAME);
  RETURN NULL;
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['draft_item', 'draft_agreement', 'draft_claim', 'draft_comment', 'draft_session', 'draft_session_item'] LOOP
    EXECUTE format('CREATE TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION tell_draft()', name);
  END LOOP;
END $$;
