// Proposes the time zone of the browser, where none was chosen yet; it is only kept when the form is sent.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const choice = document.querySelector("#id_zone");
if ([...choice.options].some((option) => option.value === zone)) choice.value = zone;
