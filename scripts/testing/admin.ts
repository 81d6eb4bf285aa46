/** Signs an administrator in at the cms's own door and returns the access token. */
export async function signInAdministrator(
  cmsUrl: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string> {
  const response = await fetch(`${cmsUrl}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const body = (await response.json()) as { data?: { token?: string } };
  const token = body.data?.token;
  if (token === undefined)
    throw new Error(`${email} could not sign in: ${response.status} ${JSON.stringify(body)}`);
  return token;
}

/**
 * Makes an administrator whose role has these permissions and no other, and signs them in. Their
 * e-mail address begins with `name`, which must be new.
 */
export async function signInEditor(
  cmsUrl: string,
  administrator: string,
  name: string,
  permissions: readonly string[],
): Promise<string> {
  const ask = async <Data>(method: string, door: string, body: unknown): Promise<Data> => {
    const response = await fetch(`${cmsUrl}${door}`, {
      method,
      headers: {
        authorization: `Bearer ${administrator}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${door} answers ${response.status}: ${text}`);
    return (JSON.parse(text) as { data: Data }).data;
  };
  const role = await ask<{ id: number }>('POST', '/admin/roles', { name, description: name });
  await ask('PUT', `/admin/roles/${role.id}/permissions`, {
    permissions: permissions.map((action) => ({
      action,
      subject: null,
      properties: {},
      conditions: [],
    })),
  });
  const editor = { email: `${name}@school.example`, password: 'Long-enough-1-for-us' };
  const { registrationToken } = await ask<{ registrationToken: string }>('POST', '/admin/users', {
    email: editor.email,
    firstname: name,
    lastname: 'Editor',
    roles: [role.id],
  });
  await ask('POST', '/admin/register', {
    registrationToken,
    userInfo: { firstname: name, lastname: 'Editor', password: editor.password },
  });
  return signInAdministrator(cmsUrl, editor);
}
