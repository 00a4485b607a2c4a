// Runs in the browser on the reference page. The session cookie is sent along, with the header that proves the call comes from this page.
window.SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  domNode: document.getElementById('reference'),
  deepLinking: true,
  filter: true,
  tryItOutEnabled: false,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  syntaxHighlight: { activated: true, theme: 'arta' },
  requestInterceptor(request) {
    if (request.method && request.method.toUpperCase() !== 'GET') request.headers['x-dispatch-csrf'] = '1';
    return request;
  },
});
