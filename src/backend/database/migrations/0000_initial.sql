-- A uuid beside the words of a row in one GIN index: a search within one organization.
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
CREATE TYPE "public"."delivery_status" AS ENUM('queued', 'sent', 'failed');--> statement-breakpoint
CREATE TYPE "public"."invite_role" AS ENUM('admin', 'agent');--> statement-breakpoint
CREATE TYPE "public"."invite_status" AS ENUM('pending', 'accepted', 'declined', 'revoked');--> statement-breakpoint
CREATE TYPE "public"."member_role" AS ENUM('owner', 'admin', 'agent');--> statement-breakpoint
CREATE TYPE "public"."session_kind" AS ENUM('app', 'web');--> statement-breakpoint
CREATE TABLE "activity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text,
	"actor_staff" boolean DEFAULT false NOT NULL,
	"subject" text NOT NULL,
	"detail" text,
	"search" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"caller" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer NOT NULL,
	"answer" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_caller_key_pk" PRIMARY KEY("caller","key")
);
--> statement-breakpoint
CREATE TABLE "throttles" (
	"key" text PRIMARY KEY NOT NULL,
	"attempts" integer NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invite_codes" (
	"invite_id" uuid PRIMARY KEY NOT NULL,
	"nonce" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"tries_left" integer NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invite_timeline" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "invite_timeline_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"invite_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" "invite_role" NOT NULL,
	"status" "invite_status" DEFAULT 'pending' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_sent_at" timestamp (3) with time zone NOT NULL,
	"send_count" integer DEFAULT 1 NOT NULL,
	"recent_sends" timestamp(3) with time zone[] DEFAULT '{}' NOT NULL,
	"invited_by" uuid,
	"delivery_status" "delivery_status" DEFAULT 'queued' NOT NULL,
	"delivery_attempts" integer DEFAULT 0 NOT NULL,
	"delivery_error" text,
	"opened_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"expiry_announced" boolean DEFAULT false NOT NULL,
	"reminded" boolean DEFAULT false NOT NULL,
	"search" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "send_counters" (
	"scope" text NOT NULL,
	"subject" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "send_counters_scope_subject_hour_pk" PRIMARY KEY("scope","subject","hour")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY NOT NULL,
	"organization_id" uuid,
	"user_id" uuid,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" "member_role" NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"last_active_at" timestamp (3) with time zone,
	"sort_name" text NOT NULL,
	"sort_email" text NOT NULL,
	"search" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization_counters" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"max_seats" integer,
	"used" integer DEFAULT 0 NOT NULL,
	"usage" double precision DEFAULT 0 NOT NULL,
	"pending" integer DEFAULT 0 NOT NULL,
	"expiring_soon" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"sort_name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"logo_url" text,
	"reminders" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"search" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seat_history" (
	"organization_id" uuid NOT NULL,
	"day" date NOT NULL,
	"max_seats" integer,
	"members" integer NOT NULL,
	"pending_invites" integer NOT NULL,
	CONSTRAINT "seat_history_organization_id_day_pk" PRIMARY KEY("organization_id","day")
);
--> statement-breakpoint
CREATE TABLE "organization_subscriptions" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"max_seats" integer
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" "session_kind" NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"rotated_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"device" text NOT NULL,
	"address" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"user_id" uuid NOT NULL,
	"mac" text NOT NULL,
	CONSTRAINT "recovery_codes_user_id_mac_pk" PRIMARY KEY("user_id","mac")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"staff" boolean DEFAULT false NOT NULL,
	"totp_exempt" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"totp_secret" text,
	"totp_confirmed_at" timestamp (3) with time zone,
	"totp_last_step" bigint,
	"acting_staff" boolean GENERATED ALWAYS AS (staff and (totp_confirmed_at is not null or totp_exempt)) STORED NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invite_codes" ADD CONSTRAINT "invite_codes_invite_id_invites_id_fk" FOREIGN KEY ("invite_id") REFERENCES "public"."invites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invite_timeline" ADD CONSTRAINT "invite_timeline_invite_id_invites_id_fk" FOREIGN KEY ("invite_id") REFERENCES "public"."invites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_counters" ADD CONSTRAINT "organization_counters_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_history" ADD CONSTRAINT "seat_history_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_subscriptions" ADD CONSTRAINT "organization_subscriptions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_by_time" ON "activity" USING btree ("organization_id","at","id");--> statement-breakpoint
CREATE INDEX "activity_by_type" ON "activity" USING btree ("organization_id","type","at","id");--> statement-breakpoint
CREATE INDEX "activity_by_actor" ON "activity" USING btree ("organization_id","actor_id","at","id");--> statement-breakpoint
CREATE INDEX "activity_search" ON "activity" USING gin ("organization_id","search");--> statement-breakpoint
CREATE INDEX "api_keys_by_user" ON "api_keys" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "throttles_by_end" ON "throttles" USING btree ("window_ends_at");--> statement-breakpoint
CREATE INDEX "invite_timeline_by_invite" ON "invite_timeline" USING btree ("invite_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "invites_one_open_per_address" ON "invites" USING btree ("organization_id","email") WHERE "invites"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "invites_open_by_expiry" ON "invites" USING btree ("organization_id","expires_at","id") WHERE "invites"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "invites_open_by_created" ON "invites" USING btree ("organization_id","created_at","id") WHERE "invites"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "invites_open_by_email" ON "invites" USING btree ("organization_id","email","id") WHERE "invites"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "invites_open_by_inviter" ON "invites" USING btree ("organization_id","invited_by") WHERE "invites"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "invites_ended_by_created" ON "invites" USING btree ("organization_id","status","created_at","id") WHERE "invites"."status" <> 'pending';--> statement-breakpoint
CREATE INDEX "invites_ended_by_expiry" ON "invites" USING btree ("organization_id","status","expires_at","id") WHERE "invites"."status" <> 'pending';--> statement-breakpoint
CREATE INDEX "invites_ended_by_email" ON "invites" USING btree ("organization_id","status","email","id") WHERE "invites"."status" <> 'pending';--> statement-breakpoint
CREATE INDEX "invites_by_created" ON "invites" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "invites_by_expiry" ON "invites" USING btree ("organization_id","expires_at","id");--> statement-breakpoint
CREATE INDEX "invites_by_email" ON "invites" USING btree ("organization_id","email","id");--> statement-breakpoint
CREATE INDEX "invites_search" ON "invites" USING gin ("organization_id","search");--> statement-breakpoint
CREATE INDEX "invites_unreminded" ON "invites" USING btree ("expires_at") WHERE "invites"."status" = 'pending' and not "invites"."reminded";--> statement-breakpoint
CREATE INDEX "invites_pending_by_expiry" ON "invites" USING btree ("expires_at","id") WHERE "invites"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "invites_failed" ON "invites" USING btree ("last_sent_at","id") WHERE "invites"."status" = 'pending' and "invites"."delivery_status" = 'failed';--> statement-breakpoint
CREATE INDEX "invites_unannounced_expiry" ON "invites" USING btree ("expires_at") WHERE "invites"."status" = 'pending' and not "invites"."expiry_announced";--> statement-breakpoint
CREATE INDEX "send_counters_by_hour" ON "send_counters" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "events_by_organization" ON "events" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "events_by_user" ON "events" USING btree ("user_id","id") WHERE "events"."user_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "members_one_per_user" ON "members" USING btree ("organization_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_one_owner" ON "members" USING btree ("organization_id") WHERE "members"."role" = 'owner';--> statement-breakpoint
CREATE INDEX "members_by_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "members_by_name" ON "members" USING btree ("organization_id","sort_name","id");--> statement-breakpoint
CREATE INDEX "members_by_email" ON "members" USING btree ("organization_id","sort_email","id");--> statement-breakpoint
CREATE INDEX "members_by_joined" ON "members" USING btree ("organization_id","joined_at","id");--> statement-breakpoint
CREATE INDEX "members_by_active" ON "members" USING btree ("organization_id",(coalesce("last_active_at", '-infinity'::timestamptz)),"id");--> statement-breakpoint
CREATE INDEX "members_by_role_and_name" ON "members" USING btree ("organization_id","role","sort_name","id");--> statement-breakpoint
CREATE INDEX "members_by_role_and_email" ON "members" USING btree ("organization_id","role","sort_email","id");--> statement-breakpoint
CREATE INDEX "members_by_role_and_joined" ON "members" USING btree ("organization_id","role","joined_at","id");--> statement-breakpoint
CREATE INDEX "members_by_role_and_active" ON "members" USING btree ("organization_id","role",(coalesce("last_active_at", '-infinity'::timestamptz)),"id");--> statement-breakpoint
CREATE INDEX "members_search" ON "members" USING gin ("organization_id","search");--> statement-breakpoint
CREATE INDEX "organization_counters_by_usage" ON "organization_counters" USING btree ("usage","organization_id");--> statement-breakpoint
CREATE INDEX "organization_counters_by_pending" ON "organization_counters" USING btree ("pending","organization_id");--> statement-breakpoint
CREATE INDEX "organization_counters_by_expiring" ON "organization_counters" USING btree ("expiring_soon","organization_id");--> statement-breakpoint
CREATE INDEX "organization_counters_full" ON "organization_counters" USING btree ("organization_id") WHERE "organization_counters"."used" >= "organization_counters"."max_seats";--> statement-breakpoint
CREATE INDEX "organization_counters_failed" ON "organization_counters" USING btree ("organization_id") WHERE "organization_counters"."failed" > 0;--> statement-breakpoint
CREATE INDEX "organizations_by_name" ON "organizations" USING btree ("sort_name","id");--> statement-breakpoint
CREATE INDEX "organizations_search" ON "organizations" USING gin ("search");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id");