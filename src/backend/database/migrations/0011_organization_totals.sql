-- How many organizations there are, for the list that support staff see: see docs/decisions/121. In several rows, so that
-- those who create organizations at the same moment do not wait for each other.
CREATE TABLE "organization_totals" (
	"shard" smallint PRIMARY KEY NOT NULL,
	"organizations" integer NOT NULL
);
--> statement-breakpoint
CREATE FUNCTION "total_organizations"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO organization_totals AS t (shard, organizations)
	SELECT pg_backend_pid() % 16, CASE tg_op WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM changed HAVING count(*) > 0
	ON CONFLICT (shard) DO UPDATE SET organizations = t.organizations + excluded.organizations;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "total_added" AFTER INSERT ON "organizations" REFERENCING NEW TABLE AS changed
	FOR EACH STATEMENT EXECUTE FUNCTION "total_organizations"();--> statement-breakpoint
CREATE TRIGGER "total_removed" AFTER DELETE ON "organizations" REFERENCING OLD TABLE AS changed
	FOR EACH STATEMENT EXECUTE FUNCTION "total_organizations"();--> statement-breakpoint
-- Creating the triggers keeps others from adding organizations until this commits: none is missed, and none counted twice.
INSERT INTO "organization_totals" SELECT 0, count(*) FROM "organizations";
