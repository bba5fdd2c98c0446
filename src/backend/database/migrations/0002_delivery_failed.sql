DROP INDEX "invites_failed_of_organization";--> statement-breakpoint
DROP INDEX "invites_failed";--> statement-breakpoint
ALTER TABLE "invites" ADD COLUMN "delivery_failed" boolean GENERATED ALWAYS AS (delivery_status = 'failed') STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "invites_failed_of_organization" ON "invites" USING btree ("organization_id") WHERE "invites"."status" = 'pending' and "invites"."delivery_failed";--> statement-breakpoint
CREATE INDEX "invites_failed" ON "invites" USING btree ("last_sent_at","id") WHERE "invites"."status" = 'pending' and "invites"."delivery_failed";--> statement-breakpoint
ALTER TABLE "invites" SET (fillfactor = 50);
