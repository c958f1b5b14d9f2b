-- Which languages a forum offers, and which is its first, by its own decision (decision 090). Empty: nothing was decided, and it offers both.

-- AlterTable
ALTER TABLE "forum" ADD COLUMN     "languages" TEXT[] DEFAULT ARRAY[]::TEXT[];

GRANT SELECT ("languages") ON forum TO mesa_reader;
DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW published.forum WITH (security_invoker = true) AS SELECT '
    || past.open_columns_of('forum', true) || ' FROM public.forum';
END $$;
SELECT keep_past('forum');
UPDATE past.forum SET "languages" = ARRAY[]::TEXT[] WHERE "languages" IS NULL;
