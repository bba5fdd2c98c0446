ALTER TABLE "activity" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "activity" ADD COLUMN "params" jsonb;--> statement-breakpoint
ALTER TABLE "invite_timeline" ADD COLUMN "actor_id" uuid;--> statement-breakpoint
ALTER TABLE "invite_timeline" ADD COLUMN "actor_name" text;--> statement-breakpoint
ALTER TABLE "invite_timeline" ADD COLUMN "actor_staff" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "invite_timeline" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "invite_timeline" ADD COLUMN "params" jsonb;--> statement-breakpoint
-- Release 0.1 stored English sentences: see docs/decisions/103. The known ones become data; every sentence stays beside it.
CREATE FUNCTION "known_detail"(type text, subject text, detail text) RETURNS jsonb LANGUAGE sql IMMUTABLE RETURN CASE
	WHEN (type LIKE 'invite.%' OR type = 'member.joined') AND detail IN ('owner', 'admin', 'agent') THEN
		jsonb_build_object('code', 'role', 'params', jsonb_build_object('role', detail))
	WHEN type = 'invite.revoked' AND detail = 'expired; replaced by a new invite' THEN
		jsonb_build_object('code', 'replaced_by_new_invite', 'params', jsonb_build_object())
	WHEN type = 'member.role_changed' AND detail ~ '^(owner|admin|agent) → (owner|admin|agent)$' THEN
		jsonb_build_object('code', 'role_changed', 'params', jsonb_build_object(
			'from', split_part(detail, ' → ', 1), 'to', split_part(detail, ' → ', 2)))
	WHEN type = 'member.ownership_transferred' AND detail ~ '^from .* <[^<>]+>$' THEN
		jsonb_build_object('code', 'ownership_transferred', 'params', jsonb_build_object(
			'name', substring(detail FROM '^from (.*) <[^<>]+>$'), 'email', substring(detail FROM '<([^<>]+)>$')))
	WHEN type = 'organization.updated' AND detail ~ '^\w+(, \w+)*$' THEN
		jsonb_build_object('code', 'fields_changed', 'params', jsonb_build_object('fields', string_to_array(detail, ', ')))
	WHEN type = 'subscription.changed' AND detail ~ '^was (\d{1,9}|unlimited)$' AND subject ~ '^(\d{1,9}|unlimited) seats$' THEN
		jsonb_build_object('code', 'seats_changed', 'params', jsonb_build_object(
			'from', substring(detail FROM '\d+')::int, 'to', substring(subject FROM '\d+')::int))
END;--> statement-breakpoint
-- Changes of a column's type write the table and its indexes once, where an UPDATE would write each row a second time.
ALTER TABLE "activity"
	ALTER COLUMN "code" TYPE text USING known_detail(type, subject, detail) ->> 'code',
	ALTER COLUMN "params" TYPE jsonb USING known_detail(type, subject, detail) -> 'params';--> statement-breakpoint
DROP FUNCTION "known_detail";--> statement-breakpoint
UPDATE "invite_timeline" SET "code" = 'mail_refused', "params" = jsonb_build_object('error', detail)
WHERE event = 'failed' AND detail IS NOT NULL;--> statement-breakpoint
-- The actor is in the activity: one transaction wrote both entries, with one time.
UPDATE "invite_timeline" SET
	"actor_id" = known.actor_id, "actor_name" = known.actor_name, "actor_staff" = known.actor_staff,
	"code" = CASE WHEN known.replaced THEN 'replaced_by_new_invite' END,
	"params" = CASE WHEN known.replaced THEN jsonb_build_object() END
FROM (
	SELECT DISTINCT ON (t.id) t.id, a.actor_id, a.actor_name, a.actor_staff, a.code = 'replaced_by_new_invite' AS replaced
	FROM invite_timeline t
	JOIN invites i ON i.id = t.invite_id
	JOIN activity a ON a.organization_id = i.organization_id AND a.at = t.at AND a.subject = i.email AND a.type = 'invite.' || t.event
	WHERE a.actor_id IS NOT NULL AND t.detail = CASE
		WHEN a.code = 'replaced_by_new_invite' THEN 'Replaced by a new invite'
		WHEN a.actor_staff THEN 'by FastLinkIt support'
		ELSE 'by ' || a.actor_name
	END
	ORDER BY t.id, a.id
) known
WHERE known.id = invite_timeline.id;--> statement-breakpoint
-- What is known of the new columns, and of the indexes that were written anew.
ANALYZE "activity", "invite_timeline";
