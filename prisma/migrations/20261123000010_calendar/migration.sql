-- CreateTable
CREATE TABLE "calendar_address" (
    "userId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "epoch" INTEGER NOT NULL,
    "madeAt" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "calendar_address_pkey" PRIMARY KEY ("userId","bodyId")
);

-- CreateIndex
CREATE UNIQUE INDEX "calendar_address_tokenHash_key" ON "calendar_address"("tokenHash");

-- AddForeignKey
ALTER TABLE "calendar_address" ADD CONSTRAINT "calendar_address_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Part of the sign-in, through the door of lib/accounts/calendar.ts.
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_address TO mesa_app;
