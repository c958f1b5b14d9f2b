-- CreateTable
CREATE TABLE "witness" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "namedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,
    "withoutOldKey" BOOLEAN NOT NULL,
    "dismissedAt" TIMESTAMPTZ(0),

    CONSTRAINT "witness_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_cosignature" (
    "forumId" UUID NOT NULL,
    "keyId" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(0) NOT NULL,
    "line" TEXT NOT NULL,

    CONSTRAINT "log_cosignature_pkey" PRIMARY KEY ("forumId","keyId","size")
);

-- CreateIndex
CREATE INDEX "witness_forumId_sectorId_idx" ON "witness"("forumId", "sectorId");

-- CreateIndex
CREATE UNIQUE INDEX "witness_forumId_key_key" ON "witness"("forumId", "key");


DO $$
DECLARE
  name text := 'witness';
BEGIN
  EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION recorded()', name);
  EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
  EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER recorded', name);
  EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
END $$;

-- What a witness signed stands by itself: anybody can check it, so it needs no act. A later word of the same witness about the same size takes
-- the place of the one before, and nothing is taken away.
GRANT SELECT, INSERT, UPDATE ON log_cosignature TO mesa_app;

-- Pages are made anew when a witness has spoken, as they are when somebody acts.
CREATE FUNCTION cosigned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cosignatures', NEW."forumId"::text);
  RETURN NULL;
END $$;
CREATE TRIGGER cosigned AFTER INSERT OR UPDATE ON log_cosignature FOR EACH ROW EXECUTE FUNCTION cosigned();
