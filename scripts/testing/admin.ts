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
