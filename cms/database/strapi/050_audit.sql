-- The log's triggers on Strapi's own tables: who may come into the admin and with which rights, tokens,
-- students' accounts, the media library and settings. What is not listed, and why, stands in
-- audit-coverage.test.ts.
do $$
declare
  audited text;
begin
  foreach audited in array array[
    'admin_users', 'admin_roles', 'admin_users_roles_lnk', 'admin_permissions', 'admin_permissions_role_lnk',
    'admin_permissions_api_token_lnk', 'strapi_api_tokens', 'strapi_api_tokens_admin_user_owner_lnk', 'strapi_api_token_permissions', 'strapi_api_token_permissions_token_lnk',
    'strapi_transfer_tokens', 'strapi_transfer_token_permissions', 'strapi_transfer_token_permissions_token_lnk',
    'up_users', 'up_roles', 'up_users_role_lnk', 'up_permissions', 'up_permissions_role_lnk', 'files',
    'strapi_webhooks']
  loop
    execute format(
      'create or replace trigger audit after insert or delete on cms.%I for each row execute function audit.record()',
      audited);
    -- Strapi saves a whole entry again when nothing of it was changed.
    execute format(
      'create or replace trigger audit_change after update on cms.%I for each row
        when (to_jsonb(old) - ''updated_at'' is distinct from to_jsonb(new) - ''updated_at'')
        execute function audit.record()',
      audited);
  end loop;
end
$$;

-- The settings somebody decides on. The rest is what the start itself writes, and how the admin's lists
-- and forms look.
do $$
declare
  decided constant text := '!~ ''^(plugin_content_manager_configuration_|plugin_draft_views_|plugin_upload_metrics|strapi_)''';
begin
  execute 'create or replace trigger audit after insert on cms.strapi_core_store_settings
    for each row when (new.key ' || decided || ') execute function audit.record(''value'')';
  execute 'create or replace trigger audit_change after update on cms.strapi_core_store_settings
    for each row when (old.value is distinct from new.value and new.key ' || decided || ')
    execute function audit.record(''value'')';
  execute 'create or replace trigger audit_removal after delete on cms.strapi_core_store_settings
    for each row when (old.key ' || decided || ') execute function audit.record(''value'')';
end
$$;
