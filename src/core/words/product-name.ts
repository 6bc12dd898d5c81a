/** What the product is called, in reports, in the system's prompt, and as the name of its own folder. */
export const PRODUCT_NAME = 'Bitbucket Reset Doctor';
