-- A letter that brings a link to choose a password by, and in which language; none: it tells notices.
ALTER TABLE "letter" ADD COLUMN "about" TEXT, ADD COLUMN "language" TEXT;

-- CreateTable
CREATE TABLE "way_back" (
    "account" BYTEA NOT NULL,
    "email" TEXT,
    "language" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "way_back_pkey" PRIMARY KEY ("account")
);

-- CreateIndex
CREATE INDEX "way_back_askedAt_idx" ON "way_back"("askedAt");

-- Through the door of logins, as sign_in_failure.
GRANT SELECT, INSERT, UPDATE, DELETE ON way_back TO mesa_app;

-- It has no past: at another moment nothing of it is shown.
SELECT show_then('way_back');
