-- Fewer indexes for each invite to be written into: see docs/decisions/120. The new ones first, so that no list is without one.
CREATE INDEX "invites_by_status_and_created" ON "invites" USING btree ("organization_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "invites_by_status_and_expiry" ON "invites" USING btree ("organization_id","status","expires_at","id");--> statement-breakpoint
DROP INDEX "invites_failed";--> statement-breakpoint
CREATE INDEX "invites_failed" ON "invites" USING btree ("organization_id","last_sent_at","id") WHERE "invites"."status" = 'pending' and "invites"."delivery_failed";--> statement-breakpoint
DROP INDEX "invites_open_by_expiry";--> statement-breakpoint
DROP INDEX "invites_open_by_created";--> statement-breakpoint
DROP INDEX "invites_open_by_inviter";--> statement-breakpoint
DROP INDEX "invites_ended_by_created";--> statement-breakpoint
DROP INDEX "invites_ended_by_expiry";--> statement-breakpoint
DROP INDEX "invites_by_created";--> statement-breakpoint
DROP INDEX "invites_by_expiry";--> statement-breakpoint
DROP INDEX "invites_by_email";--> statement-breakpoint
DROP INDEX "invites_unreminded";--> statement-breakpoint
DROP INDEX "invites_pending_by_expiry";--> statement-breakpoint
DROP INDEX "invites_failed_of_organization";--> statement-breakpoint
DROP INDEX "invites_unannounced_of_organization";--> statement-breakpoint
-- New rows are merged into the search indexes some hundred at a time. Every search goes through those that were not merged yet, 64 kB at most.
ALTER INDEX "invites_search" SET (fastupdate = on, gin_pending_list_limit = 64);--> statement-breakpoint
ALTER INDEX "activity_search" SET (fastupdate = on, gin_pending_list_limit = 64);--> statement-breakpoint
ALTER INDEX "members_search" SET (fastupdate = on, gin_pending_list_limit = 64);
