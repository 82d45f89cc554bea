-- The billing server keeps its data apart from the site's. MARIADB_USER and the site's database are made by the image.
CREATE DATABASE IF NOT EXISTS pulsetech_billing;
GRANT ALL PRIVILEGES ON pulsetech_billing.* TO 'pulsetech'@'%';
