// Runs in the browser, after Swagger UI's two scripts. The server passes the modules and the audience in the data
// attributes of the script element.
const { modules, audience } = document.currentScript.dataset;

/**
 * Moves the client id and secret from HTTP Basic to the form, and adds the audience. Swagger UI's client credentials
 * flow supports neither; the bank requires both (Source: P-TOKEN). Other requests stay unchanged: trying out
 * issueToken sends no Basic credentials.
 */
function speakToTheBank(request) {
  const [, basic] = /^Basic (.+)$/.exec(request.headers?.Authorization ?? '') ?? [];
  if (basic === undefined || new URL(request.url, document.baseURI).pathname !== '/connect/token') return request;
  const [clientId, ...secret] = atob(basic).split(':');
  delete request.headers.Authorization;
  request.body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret.join(':'),
    audience,
  }).toString();
  return request;
}

window.SwaggerUIBundle({
  dom_id: '#swagger-ui',
  urls: modules.split(' ').map((name) => ({ name, url: `/swagger/${name}.openapi.json` })),
  presets: [window.SwaggerUIBundle.presets.apis, window.SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  requestInterceptor: speakToTheBank,
});
