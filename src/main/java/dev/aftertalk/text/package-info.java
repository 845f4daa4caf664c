/** Text files as people's editors, spreadsheets and deployments leave them. */
package dev.aftertalk.text;
