// Runs in the browser, after Swagger UI's two scripts; the server hands it the modules and the audience on its element.
const { modules, audience } = document.currentScript.dataset;

/**
 * Swagger UI's client credentials flow sends id and secret as HTTP Basic and knows no audience; the bank wants all three
 * in the form (Source: P-TOKEN). Rewrites that request and no other: trying out issueToken carries no Basic credentials.
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
