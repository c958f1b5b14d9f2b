-- CreateTable
CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "credentialId" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "rpId" TEXT NOT NULL,
    "label" TEXT,
    "requestedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,
    "endorsedAt" TIMESTAMPTZ(0),
    "endorsedIn" INTEGER,
    "note" TEXT,
    "lostAt" TIMESTAMPTZ(0),
    "lostIn" INTEGER,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_challenge" (
    "challenge" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "forumId" UUID,
    "personId" UUID,
    "actKey" TEXT,
    "digest" BYTEA,
    "seed" BYTEA,
    "expiresAt" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "device_challenge_pkey" PRIMARY KEY ("challenge")
);

-- CreateTable
CREATE TABLE "device_counter" (
    "deviceId" UUID NOT NULL,
    "counter" BIGINT NOT NULL,

    CONSTRAINT "device_counter_pkey" PRIMARY KEY ("deviceId")
);

-- CreateIndex
CREATE INDEX "device_forumId_personId_idx" ON "device"("forumId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "device_forumId_credentialId_key" ON "device"("forumId", "credentialId");

-- CreateIndex
CREATE INDEX "device_challenge_expiresAt_idx" ON "device_challenge"("expiresAt");

CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON device DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION recorded();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON device FOR EACH STATEMENT EXECUTE FUNCTION no_truncate();
ALTER TABLE device ENABLE ALWAYS TRIGGER recorded;
ALTER TABLE device ENABLE ALWAYS TRIGGER no_truncate;
GRANT SELECT, INSERT, UPDATE ON device TO mesa_app;
-- What somebody calls their telephone is theirs.
SELECT publish('device', hidden => ARRAY['label']);

GRANT SELECT, INSERT, UPDATE, DELETE ON device_challenge, device_counter TO mesa_app;

-- Where the past of rows is kept, these have theirs.
DO $$
BEGIN
  IF to_regproc('keep_past') IS NOT NULL THEN
    EXECUTE 'SELECT keep_past(''device''), show_then(''device_challenge''), show_then(''device_counter'')';
  END IF;
END $$;
