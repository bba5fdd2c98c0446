CREATE TABLE "server_key" (
	"id" smallint PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"sealed_before" text
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Release 0.1 hashed the demo's password once, for all of its accounts; the one of the support staff is the only one that is exempt.
UPDATE "users" SET "demo" = true WHERE "totp_exempt" OR "password_hash" IN (SELECT "password_hash" FROM "users" WHERE "totp_exempt");--> statement-breakpoint
CREATE INDEX "users_of_demo" ON "users" USING btree ("id") WHERE demo;--> statement-breakpoint
-- Release 0.1 stored what mail servers said as it was, with the links that they quoted. This is the rule of mail/redact-sent.ts.
CREATE FUNCTION "without_links"(said text) RETURNS text LANGUAGE sql IMMUTABLE RETURN
	regexp_replace(regexp_replace(said, 'https?://\S+', '[removed]', 'gi'), '[A-Za-z0-9_~%=+/-]{20,}', '[removed]', 'g');--> statement-breakpoint
UPDATE "invites" SET "delivery_error" = without_links("delivery_error")
WHERE "delivery_error" <> without_links("delivery_error");--> statement-breakpoint
UPDATE "invite_timeline" SET "detail" = without_links("detail"), "params" = jsonb_build_object('error', without_links("detail"))
WHERE "code" = 'mail_refused' AND "detail" <> without_links("detail");--> statement-breakpoint
UPDATE "events" SET "data" = jsonb_set("data", '{invite,delivery,error}', to_jsonb(without_links("data" #>> '{invite,delivery,error}')))
WHERE "data" #>> '{invite,delivery,error}' <> without_links("data" #>> '{invite,delivery,error}');--> statement-breakpoint
-- The mail queue makes its own tables, at the first start after the migrations.
DO $$ BEGIN
	IF to_regclass('pgboss.job') IS NOT NULL THEN
		UPDATE pgboss.job SET output = jsonb_set(output, '{reason}', to_jsonb(without_links(output ->> 'reason')))
		WHERE output ->> 'reason' <> without_links(output ->> 'reason');
	END IF;
END $$;--> statement-breakpoint
DROP FUNCTION "without_links";
