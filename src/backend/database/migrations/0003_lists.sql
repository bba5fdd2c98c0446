-- A row's words, each beginning with the random end of its organization's id: see docs/decisions/099.
CREATE FUNCTION organization_words(organization_id uuid, words tsvector) RETURNS tsvector
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN array_to_tsvector(array(SELECT right(organization_id::text, 12) || word FROM unnest(tsvector_to_array(words)) AS word));--> statement-breakpoint
DROP INDEX "activity_search";--> statement-breakpoint
DROP INDEX "invites_search";--> statement-breakpoint
DROP INDEX "members_search";--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "first_name" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "last_name" text;--> statement-breakpoint
UPDATE "members" SET "first_name" = "users"."first_name", "last_name" = "users"."last_name" FROM "users" WHERE "users"."id" = "members"."user_id";--> statement-breakpoint
ALTER TABLE "members" ALTER COLUMN "first_name" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ALTER COLUMN "last_name" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "activity_search" ON "activity" USING gin (organization_words("organization_id", "search")) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "invites_search" ON "invites" USING gin (organization_words("organization_id", "search")) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "members_search" ON "members" USING gin (organization_words("organization_id", "search")) WITH (fastupdate=false);--> statement-breakpoint
-- What is known of the new indexes, and the new columns.
ANALYZE "members", "invites", "activity";
