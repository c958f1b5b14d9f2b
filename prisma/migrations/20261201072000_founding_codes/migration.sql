-- Who is asked already gets a code as well: the operator tells it.
ALTER TABLE "founding_voice" ADD COLUMN     "code" TEXT NOT NULL DEFAULT upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 10));
ALTER TABLE "founding_voice" ALTER COLUMN "code" DROP DEFAULT;
