// The site server of the reference deployment: Express with helmet, compression, a rate limit and a SPA fallback.
// Two things differ, and only these: the limit is lifted, since a benchmark is one address asking very often; and the
// site's folder comes from SITE, so that every server here serves the same files.
const express = require('express');
const helmet = require('helmet');
const compression = require('compression');
const { rateLimit } = require('express-rate-limit');
const path = require('path');

const app = express();
const site = process.env.SITE;
const port = process.env.PORT || 8175;

app.use(
  helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'unsafe-inline'", 'https://cdn.jsdelivr.net'],
        styleSrc: ["'self'", "'unsafe-inline'", 'https://fonts.googleapis.com'],
        imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
        connectSrc: ["'self'", 'wss:'],
        fontSrc: ["'self'", 'https://fonts.gstatic.com'],
        objectSrc: ["'none'"],
        frameSrc: ["'none'"],
      },
    },
    hsts: { maxAge: 31536000, includeSubDomains: true, preload: true },
  }),
);
app.use(compression());
app.use(rateLimit({ windowMs: 15 * 60 * 1000, limit: Number.MAX_SAFE_INTEGER }));
app.use(
  express.static(site, {
    maxAge: '1y',
    etag: true,
    lastModified: true,
    setHeaders: (res, file) => {
      if (file.endsWith('.html')) {
        res.set('Cache-Control', 'no-cache');
      }
    },
  }),
);
app.get('/health', (req, res) => {
  res.status(200).json({
    status: 'healthy',
    timestamp: new Date().toISOString(),
    uptime: process.uptime(),
    memory: process.memoryUsage(),
  });
});
app.get('*', (req, res) => {
  res.sendFile(path.join(site, 'index.html'));
});
app.use((err, req, res, next) => {
  console.error(err.stack);
  res.status(500).json({ error: 'Something went wrong!' });
});
app.listen(port, '127.0.0.1', () => {
  console.log(`Server running on port ${port}`);
});
