-- The hash of what was sent was never read. What it was made of is: see lib/provisioning/payload-basis.ts.
ALTER TABLE "resource_links" RENAME COLUMN "sent_hash" TO "sent_for";
