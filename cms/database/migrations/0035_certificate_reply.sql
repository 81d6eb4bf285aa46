-- Whoever is given a certificate's link sees what is printed on the certificate. Until now the reply also
-- held the marksheet's secret, and what each part of the score came to, so one link gave away both papers.
-- A marksheet is shared by itself, by its own link.

-- What the holder of a certificate's secret may know: the standing, and `certificate` with everything
-- printed, secret, pdf_sha256, has_credential.
create or replace function activity.certificate_told(c activity.issued_certificates) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select activity.standing_of(c) || jsonb_build_object('certificate', activity.printed_of(c) || jsonb_build_object(
      'secret', (select s.secret from activity.certificate_secrets s where s.issued_certificate_id = c.id),
      'pdf_sha256', (select f.sha256 from activity.certificate_files f
        where f.issued_certificate_id = c.id and f.kind = 'certificate'),
      'has_credential', activity.has_credential(c.id)))
  );
end
$$;
