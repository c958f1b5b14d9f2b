-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "madeBy" UUID,
ADD COLUMN     "withdrawnAt" TIMESTAMPTZ(0);
