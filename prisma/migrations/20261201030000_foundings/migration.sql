-- CreateTable
CREATE TABLE "founding" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "madeAt" TIMESTAMPTZ(0) NOT NULL,
    "expiresAt" TIMESTAMPTZ(0) NOT NULL,
    "answers" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "asked" JSONB,
    "askedDigest" TEXT,
    "forumId" UUID,

    CONSTRAINT "founding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "founding_voice" (
    "id" UUID NOT NULL,
    "foundingId" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "sector" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "answer" TEXT,
    "text" JSONB,
    "digest" TEXT,
    "reason" TEXT,
    "passwordHash" TEXT,
    "answeredAt" TIMESTAMPTZ(0),

    CONSTRAINT "founding_voice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "founding_tokenHash_key" ON "founding"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "founding_voice_tokenHash_key" ON "founding_voice"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "founding_voice_foundingId_sector_key" ON "founding_voice"("foundingId", "sector");

-- AddForeignKey
ALTER TABLE "founding_voice" ADD CONSTRAINT "founding_voice_foundingId_fkey" FOREIGN KEY ("foundingId") REFERENCES "founding"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Working paper, through the door of lib/foundings/door.ts.
GRANT SELECT, INSERT, UPDATE, DELETE ON founding, founding_voice TO mesa_app;

-- It has no past: at another moment nothing of it is shown.
SELECT show_then('founding');
SELECT show_then('founding_voice');
