-- Letters that Unicode does not take apart are sorted and found by what people type in their place: `foldText` of the
-- contract does the same. The words and names that it has folded already hold no capital letters and no accents.
CREATE FUNCTION fold_letters(folded text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN replace(replace(replace(replace(
		translate(folded, 'łøđðħŧıŋĸ’‘‛ʼ', 'loddhtinq'''''''''),
		'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');--> statement-breakpoint
CREATE FUNCTION fold_words(words tsvector) RETURNS tsvector
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN array_to_tsvector(array(SELECT fold_letters(word) FROM unnest(tsvector_to_array(words)) AS word));--> statement-breakpoint
UPDATE "organizations" SET "sort_name" = fold_letters("sort_name"), "search" = fold_words("search")
	WHERE "search"::text ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]' OR "sort_name" ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]';--> statement-breakpoint
UPDATE "members" SET "sort_name" = fold_letters("sort_name"), "search" = fold_words("search")
	WHERE "search"::text ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]' OR "sort_name" ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]';--> statement-breakpoint
UPDATE "invites" SET "search" = fold_words("search") WHERE "search"::text ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]';--> statement-breakpoint
UPDATE "activity" SET "search" = fold_words("search") WHERE "search"::text ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]';--> statement-breakpoint
-- A server of an earlier release on the same database writes them unfolded.
CREATE FUNCTION "fold_search"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	new.search := fold_words(new.search);
	RETURN new;
END $$;--> statement-breakpoint
CREATE FUNCTION "fold_search_and_name"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	new.search := fold_words(new.search);
	new.sort_name := fold_letters(new.sort_name);
	RETURN new;
END $$;--> statement-breakpoint
CREATE TRIGGER "fold" BEFORE INSERT OR UPDATE OF "search", "sort_name" ON "organizations"
	FOR EACH ROW WHEN (new.search::text ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]') EXECUTE FUNCTION "fold_search_and_name"();--> statement-breakpoint
CREATE TRIGGER "fold" BEFORE INSERT OR UPDATE OF "search", "sort_name" ON "members"
	FOR EACH ROW WHEN (new.search::text ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]') EXECUTE FUNCTION "fold_search_and_name"();--> statement-breakpoint
CREATE TRIGGER "fold" BEFORE INSERT OR UPDATE OF "search" ON "invites"
	FOR EACH ROW WHEN (new.search::text ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]') EXECUTE FUNCTION "fold_search"();--> statement-breakpoint
CREATE TRIGGER "fold" BEFORE INSERT OR UPDATE OF "search" ON "activity"
	FOR EACH ROW WHEN (new.search::text ~ '[łøđðħŧıŋĸ’‘‛ʼßæœþ]') EXECUTE FUNCTION "fold_search"();
