/** Text as people's editors, spreadsheets and deployments leave it, and as it gets through a URI. */
package dev.aftertalk.text;
